// Whether one more turn may begin.
//
// Turns that the processor cannot serve make every visitor wait, the earlier ones too. Beyond TURNS_AT_ONCE under way a
// new one is asked to come back, but only while n8n has had no rest for SATURATED_S seconds: visitors who wait for a
// slow model cost nothing, and a burst passes. The widget keeps the message and offers to send it again.

const { performance } = require('node:perf_hooks');

const TURN = /^\/webhook\/chat(\/stream)?\/*$/;
const TURNS_AT_ONCE = 64;
const SATURATED = 0.95; // share of a second in which the event loop worked
const SATURATED_S = 5;
const RETRY_AFTER_S = 5;

function createAdmission() {
  let underWay = 0;
  let saturatedFor = 0;
  return {
    isTurn: (path, method) => method === 'POST' && TURN.test(path),
    isOpen: () => underWay < TURNS_AT_ONCE || saturatedFor < SATURATED_S,
    enter(response) {
      underWay += 1;
      response.once('close', () => (underWay -= 1));
    },
    secondPassed(utilization) {
      saturatedFor = utilization >= SATURATED ? saturatedFor + 1 : 0;
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
