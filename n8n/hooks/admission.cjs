// Whether one more turn may begin.
//
// Turns that the processor cannot serve make every visitor wait, the earlier ones too. Beyond MOST inside a new one is
// asked to come back, but only while n8n has had hardly any rest for SATURATED_S seconds: visitors who wait for a slow
// model cost nothing, and a burst passes. Once somebody was sent away, only FEWER may be inside until n8n rests: those
// who are let in have their answer soon, and after the rush nobody waits for its rest. The widget keeps the message and
// offers to send it again. A turn that is inside already may be asked for again: the widget does, when it hears nothing.
//
// Inside is who waits for an answer; a visitor who hangs up leaves, though her flow goes on.

const { performance } = require('node:perf_hooks');

const TURN = /^\/webhook\/chat(\/stream)?\/*$/;
const MOST = 64;
const FEWER = 32;
const SATURATED = 0.92; // share of the time in which the event loop worked ...
const SATURATED_S = 5; // ... in the mean of so many seconds
const RETRY_AFTER_S = 5;

const warn = (facts) => console.warn(JSON.stringify({ ...facts, level: 'warning', timestamp: new Date().toISOString() }));

function createAdmission(log = warn) {
  const inside = new Map(); // how many requests wait for each turn
  const recent = Array(SATURATED_S).fill(0);
  let limit = MOST;
  let refused = 0;
  const isSaturated = () => recent.reduce((sum, share) => sum + share, 0) / SATURATED_S >= SATURATED;

  function mayEnter(turn) {
    if (inside.has(turn) || inside.size < limit || !isSaturated()) return true;
    if (refused === 0) log({ event: 'turns_refused', inside: inside.size });
    refused += 1;
    limit = FEWER;
    return false;
  }

  function enter(turn, request, response) {
    inside.set(turn, (inside.get(turn) ?? 0) + 1);
    const leave = () => {
      response.off('close', leave);
      request.socket.off('close', leave);
      if (inside.get(turn) > 1) inside.set(turn, inside.get(turn) - 1);
      else inside.delete(turn);
    };
    response.on('close', leave);
    request.socket.on('close', leave); // an answer that was never begun is not closed
  }

  function secondPassed(utilization) {
    recent.shift();
    recent.push(utilization);
    if (isSaturated()) return;
    if (refused > 0) log({ event: 'turns_welcome_again', refused });
    limit = MOST;
    refused = 0;
  }

  return { mayEnter, enter, secondPassed };
}

const isTurn = (path, method) => method === 'POST' && TURN.test(path);

function watchEventLoop(admission) {
  let last = performance.eventLoopUtilization();
  const look = () => {
    const now = performance.eventLoopUtilization();
    admission.secondPassed(performance.eventLoopUtilization(now, last).utilization);
    last = now;
  };
  setInterval(look, 1000).unref();
}

module.exports = { createAdmission, isTurn, watchEventLoop, RETRY_AFTER_S };
