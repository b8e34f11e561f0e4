// Prints, as JSON, what the front door's admission decides in a story told step by step.
const { EventEmitter } = require('node:events');
const { createAdmission, isTurn } = require('../../n8n/hooks/admission.cjs');

const story = {};
const events = [];
const admission = createAdmission(({ event, refused }) => events.push(refused ? `${event} ${refused}` : event));
const inside = [];
let next = 0;
const enter = (count) => {
  for (let i = 0; i < count; i += 1) {
    const visit = { turn: `turn ${(next += 1)}`, socket: new EventEmitter(), response: new EventEmitter() };
    admission.enter(visit.turn, { socket: visit.socket }, visit.response);
    inside.push(visit);
  }
};
const leave = (count) => inside.splice(0, count).forEach(({ response }) => response.emit('close'));
const seconds = (count, utilization) => {
  for (let i = 0; i < count; i += 1) admission.secondPassed(utilization);
};
const another = () => admission.mayEnter('another turn');

enter(200);
story.burst = another();
seconds(60, 0.4);
story.waiting_for_a_slow_model = another();
seconds(4, 1);
story.busy_for_a_moment = another();
seconds(1, 1);
story.busy_for_long = another();
story.a_turn_that_is_inside = admission.mayEnter('turn 200');
leave(200 - 32);
story.thirty_two_left = another();
leave(1);
story.thirty_one_left = another();
enter(31);
seconds(1, 0.5);
seconds(4, 1);
story.five_seconds_with_a_rest = another();
seconds(1, 1);
story.sixty_two_after_a_rest = another();
enter(2);
story.sixty_four_after_a_rest = another();
const first = inside[0];
admission.enter(first.turn, { socket: first.socket }, new EventEmitter());
first.response.emit('close');
story.the_first_still_waits_beside = another();
first.socket.emit('close');
story.the_connection_of_the_first_is_gone = first.socket.listenerCount('close') === 0;
leave(33);
story.thirty_one_left_again = another();
seconds(5, 0.1);
story.events = events;
for (const path of ['/webhook/chat', '/webhook/chat/', '/webhook/chat/stream', '/webhook/chat/session', '/webhook/chat/follow']) {
  story[path] = isTurn(path, 'POST');
}
story.preflight = isTurn('/webhook/chat', 'OPTIONS');
process.stdout.write(JSON.stringify(story));
