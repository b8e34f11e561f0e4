// Prints, as JSON, what the front door's admission decides in a story told step by step.
const { EventEmitter } = require('node:events');
const { createAdmission } = require('../../n8n/admission.cjs');

const story = {};
const admission = createAdmission();
const responses = [];
const enter = (count) => {
  for (let i = 0; i < count; i += 1) admission.enter(responses[responses.push(new EventEmitter()) - 1]);
};
const seconds = (count, utilization) => {
  for (let i = 0; i < count; i += 1) admission.secondPassed(utilization);
};

enter(200);
story.burst = admission.isOpen();
seconds(60, 0.4);
story.waiting_for_a_slow_model = admission.isOpen();
seconds(4, 1);
story.busy_for_a_moment = admission.isOpen();
seconds(1, 1);
story.busy_for_long = admission.isOpen();
const leave = (count) => responses.splice(0, count).forEach((response) => response.emit('close'));
leave(200 - 32);
story.thirty_two_left = admission.isOpen();
leave(1);
story.thirty_one_left = admission.isOpen();
enter(31);
seconds(1, 0.5);
seconds(4, 1);
story.five_seconds_with_a_rest = admission.isOpen();
seconds(1, 1);
story.sixty_two_after_a_rest = admission.isOpen();
enter(2);
story.sixty_four_after_a_rest = admission.isOpen();
for (const path of ['/webhook/chat', '/webhook/chat/', '/webhook/chat/stream', '/webhook/chat/session', '/webhook/chat/follow']) {
  story[path] = admission.isTurn(path, 'POST');
}
story.preflight = admission.isTurn('/webhook/chat', 'OPTIONS');
process.stdout.write(JSON.stringify(story));
