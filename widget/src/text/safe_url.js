/** An absolute http(s) address without credentials, normalised by the browser; anything else is null. @param {string} text */
export function safeUrl(text) {
  try {
    const url = new URL(text.trim());
    const isWeb = url.protocol === "https:" || url.protocol === "http:";
    return isWeb && url.hostname && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}
