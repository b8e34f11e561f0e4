// How one message looks, by its role. A view is made once and then follows its entry.
/** @import {Agent, Entry, Role} from "../types.js" */
/** @import {MessageKey} from "../messages.js" */
/** @import {Ui} from "./ui.js" */
import { parseMarkdown } from "../text/markdown.js";
import { BlockPainter } from "../text/render.js";
import { AnswerView } from "./answer_view.js";
import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** @typedef {{node: HTMLElement, update: (entry: Entry) => void}} EntryView */

/** @type {Record<Role, (ui: Ui, entry: Entry) => EntryView>} */
const VIEWS = {
  user: userView,
  assistant: (ui, entry) => new AnswerView(ui, entry),
  team: teamView,
  notice: noticeView,
};

/** @param {Ui} ui @param {Entry} entry */
export function viewOf(ui, entry) {
  return VIEWS[entry.role](ui, entry);
}

/** @param {Ui} ui @returns {EntryView} */
function userView({ t }) {
  const bubble = h("div", { class: "bubble" });
  const delivered = h("p", { class: "delivered", hidden: true }, icon("check"), t("delivered"));
  const node = h("li", { class: "entry user" }, h("span", { class: "off-screen" }, t("you")), bubble, delivered);
  return {
    node,
    update: (entry) => {
      bubble.textContent = entry.content;
      node.dataset.state = entry.state;
      delivered.hidden = entry.state !== "delivered";
    },
  };
}

/** @param {Ui} ui @returns {EntryView} */
function teamView(ui) {
  const text = h("div", { class: "markdown" });
  const painter = new BlockPainter(text);
  const column = h("div", { class: "column" }, who(ui, "escalate", "teamField"), h("div", { class: "bubble" }, text));
  const node = h("li", { class: "entry team", "data-agent": "escalate" }, avatar("escalate", ui.options), column);
  return { node, update: (entry) => painter.paint(parseMarkdown(entry.content)) };
}

/** @returns {EntryView} */
function noticeView() {
  const text = h("span");
  const node = h("li", { class: "entry notice" }, icon("spark"), text);
  return { node, update: (entry) => void (text.textContent = entry.content) };
}

/** Name, field, and the mark that says it is no person. @param {Ui} ui @param {Agent} agent @param {MessageKey} [field] */
export function who({ t }, agent, field = `${agent}Field`) {
  const mark = agent !== "escalate" && h("abbr", { class: "mark", title: t("aiNotice") }, t("ai"));
  return h("div", { class: "who" }, h("strong", {}, t(agent)), mark, h("span", { class: "field" }, t(field)));
}
