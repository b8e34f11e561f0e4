// The shapes that travel between the modules. The wire's snake_case ends in net/decode.js.

/** @typedef {"audrey" | "carole" | "escalate"} Agent */
/** @typedef {"bot" | "human" | "closed"} Status */
/** @typedef {"user" | "assistant" | "team" | "notice"} Role */
/** @typedef {"up" | "down"} Rating */

/** @typedef {{offer: string, text: string, url: string}} Upsell */

/**
 * @typedef {object} Answer
 * @property {string} response
 * @property {Agent} agent
 * @property {string[]} sources
 * @property {Upsell | null} upsell
 * @property {"human_handoff" | null} nextAction
 * @property {Status | null} status
 */

/**
 * @typedef {object} Row  One message as the history gives it.
 * @property {number | null} seq
 * @property {string | null} turnId
 * @property {Role} role
 * @property {string} content
 * @property {Agent | null} agent
 * @property {string[]} sources
 * @property {Upsell | null} upsell
 * @property {"human_handoff" | null} nextAction
 * @property {Rating | null} feedback
 */

/** @typedef {"sending" | "waiting" | "streaming" | "stopped" | "failed" | "done" | "delivered"} EntryState */

/** @typedef {Row & {key: string, state: EntryState, failure: import("./net/failure.js").Failure | null}} Entry */

/** @typedef {{message: string, turnId: string, pageUrl: string}} Turn */

/** @typedef {{type: string, node: string, content: unknown}} Chunk */

/**
 * @typedef {object} SessionReply
 * @property {string} conversationId
 * @property {string} token
 * @property {number | null} expiresAt  milliseconds since 1970
 * @property {Status} status
 * @property {string} aiNotice
 * @property {Row[]} rows
 */

/** @typedef {"connecting" | "ready" | "forbidden" | "failed" | "idle"} Phase */

/** @typedef {Record<string, string>} Messages */

/**
 * @typedef {object} Options
 * @property {string} webhookUrl
 * @property {"left" | "right"} position
 * @property {string} language
 * @property {string | null} greeting
 * @property {string | null} accent
 * @property {"auto" | "light" | "dark"} theme
 * @property {string | null} avatarAudrey
 * @property {string | null} avatarCarole
 * @property {Messages} messages
 */

export {};
