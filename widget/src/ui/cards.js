// What accompanies an answer: its sources, an offer, and a place to leave an address when a person takes over.
/** @import {Upsell} from "../types.js" */
/** @import {Ui} from "./ui.js" */
import { link } from "../text/render.js";
import { safeUrl } from "../text/safe_url.js";
import { sourceTitle } from "../text/source_title.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";

/** @param {Ui} ui @param {string[]} sources */
export function sourceCards({ t }, sources) {
  const cards = sources.map((source) => h("li", { class: "source" }, icon("page"), h("span", {}, sourceTitle(source))));
  return h("section", { class: "sources", "aria-label": t("sources") }, h("h3", {}, t("sources")), h("ul", {}, ...cards));
}

/** @param {Ui} ui @param {Upsell} upsell */
export function upsellCard({ t }, upsell) {
  const url = safeUrl(upsell.url);
  const hint = h("span", { class: "off-screen" }, ` ${t("newWindow")}`);
  return h(
    "section", { class: "upsell", "aria-label": t("upsell") },
    h("p", { class: "eyebrow" }, icon("spark"), t("upsell")),
    h("p", { class: "offer" }, offerTitle(upsell.offer)),
    upsell.text && h("p", { class: "why" }, upsell.text),
    url && link(url, t("upsellLink"), icon("arrow"), hint),
  );
}

/** A marketer who gave an offer a bare name, as files have, gets a title. @param {string} offer */
function offerTitle(offer) {
  return /^[\w-]+$/.test(offer) ? sourceTitle(offer) : offer;
}

/** @param {Ui} ui */
export function contactCard(ui) {
  const { t } = ui;
  const id = `contact-${Math.random().toString(36).slice(2)}`;
  const input = h("input", {
    type: "email", id, name: "email", autocomplete: "email", inputmode: "email", maxlength: 254, required: true,
    placeholder: t("contactPlaceholder"), "aria-describedby": `${id}-error`,
  });
  const error = h("p", { id: `${id}-error`, class: "field-error", role: "alert" });
  const button = h("button", { type: "submit", class: "button" }, t("contactSend"));
  const card = h(
    "form", { class: "contact", novalidate: true },
    h("p", { class: "eyebrow" }, icon("mail"), t("contactTitle")),
    h("label", { for: id }, h("span", {}, t("contactText")), h("span", { class: "off-screen" }, ` ${t("contactLabel")}`)),
    h("div", { class: "row" }, input, button),
    error,
  );
  card.addEventListener("submit", (event) => {
    event.preventDefault();
    void submitContact(ui, { card, input, error });
  });
  return card;
}

/** @param {Ui} ui @param {{card: HTMLElement, input: HTMLInputElement, error: HTMLElement}} form */
async function submitContact({ conversation, t, announce }, { card, input, error }) {
  const email = input.value.trim();
  const isComplete = input.checkValidity() && /@[^@\s]+\.[^@\s.]{2,}$/.test(email);
  input.setAttribute("aria-invalid", String(!isComplete));
  fill(error, isComplete ? null : t("contactInvalid"));
  if (!isComplete) return input.focus();
  if (card.ariaBusy === "true") return;
  card.ariaBusy = "true";
  try {
    await conversation.leaveEmail(email);
    fill(card, h("p", { class: "contact-thanks" }, icon("check"), t("contactThanks", { email })));
    announce(t("contactThanks", { email }));
  } catch (failure) {
    card.ariaBusy = "false";
    const isRefused = /** @type {{kind?: string}} */ (failure).kind === "invalid";
    fill(error, t(isRefused ? "contactInvalid" : "contactFailed"));
  }
}
