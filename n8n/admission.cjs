// Whether one more turn may begin.
//
// Turns that the processor cannot serve make every visitor wait, the earlier ones too. Beyond MOST under way a new one
// is asked to come back, but only while n8n has had hardly any rest for SATURATED_S seconds: visitors who wait for a
// slow model cost nothing, and a burst passes. Once somebody was sent away, only FEWER may be inside until n8n rests:
// those who are let in have their answer soon, and after the rush nobody waits for its rest. The widget keeps the
// message and offers to send it again.

const { performance } = require('node:perf_hooks');

const TURN = /^\/webhook\/chat(\/stream)?\/*$/;
const MOST = 64;
const FEWER = 32;
const SATURATED = 0.92; // share of the time in which the event loop worked ...
const SATURATED_S = 5; // ... in the mean of so many seconds
const RETRY_AFTER_S = 5;

function createAdmission() {
  let underWay = 0;
  let limit = MOST;
  const recent = Array(SATURATED_S).fill(0);
  const isSaturated = () => recent.reduce((sum, share) => sum + share, 0) / SATURATED_S >= SATURATED;
  return {
    isTurn: (path, method) => method === 'POST' && TURN.test(path),
    isOpen() {
      if (underWay < limit || !isSaturated()) return true;
      limit = FEWER;
      return false;
    },
    enter(response) {
      underWay += 1;
      response.once('close', () => (underWay -= 1));
    },
    secondPassed(utilization) {
      recent.shift();
      recent.push(utilization);
      if (!isSaturated()) limit = MOST;
    },
  };
}

function watchEventLoop(admission) {
  let last = performance.eventLoopUtilization();
  const look = () => {
    const now = performance.eventLoopUtilization();
    admission.secondPassed(performance.eventLoopUtilization(now, last).utilization);
    last = now;
  };
  setInterval(look, 1000).unref();
}

module.exports = { createAdmission, watchEventLoop, RETRY_AFTER_S };
