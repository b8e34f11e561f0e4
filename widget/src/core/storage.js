// All that is kept in the browser, and only once the visitor has opened the chat: the conversation's id and its token,
// and in her tab a question that did not get through.

export class Storage {
  /** @param {string} webhookUrl */
  constructor(webhookUrl) {
    this.key = `sales-copilot:${webhookUrl}`;
  }

  /** @returns {{conversationId: string, token: string} | null} */
  read() {
    const saved = this.#attempt(() => JSON.parse(localStorage.getItem(this.key) ?? "null"));
    if (typeof saved?.conversation_id !== "string" || typeof saved?.token !== "string") return null;
    return { conversationId: saved.conversation_id, token: saved.token };
  }

  /** @param {string} conversationId @param {string} token */
  write(conversationId, token) {
    const text = JSON.stringify({ conversation_id: conversationId, token });
    this.#attempt(() => localStorage.setItem(this.key, text));
  }

  clear() {
    this.#attempt(() => localStorage.removeItem(this.key));
  }

  readUnsent() {
    return this.#attempt(() => sessionStorage.getItem(this.key)) ?? "";
  }

  /** @param {string} question  empty for none */
  writeUnsent(question) {
    this.#attempt(() => (question ? sessionStorage.setItem(this.key, question) : sessionStorage.removeItem(this.key)));
  }

  /** Private windows and full disks refuse: the chat then lives as long as the page. @template T @param {() => T} action */
  #attempt(action) {
    try {
      return action();
    } catch {
      return undefined;
    }
  }
}
