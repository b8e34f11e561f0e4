// The demo page: asks its server where the chat's webhook is, puts the chat on the page, and shows the tag to copy.

const FALLBACK = "http://127.0.0.1:5678/webhook/chat";

const webhookUrl = await readWebhookUrl();
const chat = addChat(webhookUrl);
showSnippet(webhookUrl);
for (const button of document.querySelectorAll("[data-open-chat]")) {
  button.addEventListener("click", () => /** @type {any} */ (chat).show());
}

async function readWebhookUrl() {
  try {
    const response = await fetch("config.json", { cache: "no-store" });
    const config = await response.json();
    return typeof config.webhookUrl === "string" ? config.webhookUrl : FALLBACK;
  } catch {
    return FALLBACK; // the page is served by something that is not `python -m dev`
  }
}

/** @param {string} url */
function addChat(url) {
  const element = document.createElement("sales-copilot");
  element.setAttribute("webhook-url", url);
  document.body.append(element);
  return element;
}

/** @param {string} url */
function showSnippet(url) {
  const script = new URL("dist/sales-copilot.js", location.href).href;
  const text = `<script src="${script}"\n        data-webhook-url="${url}"\n        defer></script>`;
  const code = /** @type {HTMLElement} */ (document.getElementById("snippet"));
  code.textContent = text;
  document.getElementById("copy-snippet")?.addEventListener("click", () => copy(text, code));
}

/** @param {string} text @param {HTMLElement} code */
async function copy(text, code) {
  const status = /** @type {HTMLElement} */ (document.getElementById("copy-status"));
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = "Copié !";
  } catch {
    getSelection()?.selectAllChildren(code);
    status.textContent = "La balise est sélectionnée : copie-la avec Ctrl + C.";
  }
}

export {};
