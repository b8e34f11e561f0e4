// Everything that belongs to one conversation with the server, and is thrown away together with it.
/** @import {SessionReply} from "../types.js" */
/** @import {Storage} from "./storage.js" */
import { Client } from "../net/client.js";
import { Session } from "../net/session.js";
import { TurnAsker } from "./ask_turn.js";

/** @param {string} webhookUrl @param {Storage} storage @param {(reply: SessionReply) => void} onOpen */
export function openLine(webhookUrl, storage, onOpen) {
  const session = new Session(webhookUrl, storage, onOpen);
  const client = new Client(webhookUrl, session);
  return { session, client, asker: new TurnAsker(client) };
}
