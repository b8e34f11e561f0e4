// The first view: who is here, that they are no persons, that a person can be asked for, and ideas to begin with.
/** @import {Ui} from "./ui.js" */
import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";

const MENTIONS_PERSON = /équipe|demander|humaine?s?\b|team|ask/i;

export class Intro {
  #notice = h("p");
  #suggestions;

  /** @param {Ui} ui @param {(text: string) => void} onPick */
  constructor(ui, onPick) {
    this.ui = ui;
    const { t, options } = ui;
    this.#suggestions = suggestions(ui, onPick);
    this.node = h(
      "div", { class: "intro" },
      h("ul", { class: "experts" }, expert(ui, "audrey"), expert(ui, "carole")),
      h("p", { class: "greeting" }, options.greeting ?? t("greeting")),
      h("div", { class: "ai-notice" }, icon("spark"), this.#notice),
      this.#suggestions,
    );
  }

  update() {
    const { conversation, t } = this.ui;
    const notice = conversation.aiNotice || t("aiNotice");
    fill(this.#notice, MENTIONS_PERSON.test(notice) && conversation.aiNotice ? notice : `${notice} ${t("personNotice")}`);
    this.#suggestions.hidden = conversation.entries.length > 0 || conversation.phase === "forbidden";
  }
}

/** @param {Ui} ui @param {"audrey" | "carole"} agent */
function expert({ t, options }, agent) {
  const name = h("span", { class: "expert-name" }, t(agent), h("abbr", { class: "mark", title: t("aiNotice") }, t("ai")));
  return h("li", { class: "expert", "data-agent": agent }, avatar(agent, options), name, h("span", { class: "field" }, t(`${agent}Field`)));
}

/** @param {Ui} ui @param {(text: string) => void} onPick */
function suggestions({ t }, onPick) {
  const texts = [t("suggestion1"), t("suggestion2"), t("suggestion3")].filter(Boolean);
  const chips = texts.map((text) => h("li", {}, h("button", { type: "button", class: "chip", onclick: () => onPick(text) }, text)));
  return h("ul", { class: "suggestions", "aria-label": t("suggestionsLabel") }, ...chips);
}
