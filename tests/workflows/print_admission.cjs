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
responses.slice(0, 136).forEach((response) => response.emit('close'));
story.sixty_four_left = admission.isOpen();
responses[136].emit('close');
story.sixty_three_left = admission.isOpen();
enter(1);
seconds(1, 0.5);
story.a_second_of_rest = admission.isOpen();
for (const path of ['/webhook/chat', '/webhook/chat/', '/webhook/chat/stream', '/webhook/chat/session', '/webhook/chat/follow']) {
  story[path] = admission.isTurn(path, 'POST');
}
story.preflight = admission.isTurn('/webhook/chat', 'OPTIONS');
process.stdout.write(JSON.stringify(story));
