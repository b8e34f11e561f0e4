// "guide-kajabi.md" -> "Guide Kajabi": file names carry neither accents nor capitals, readers expect both.

/** @type {Record<string, string>} */
const WORDS = {
  activecampaign: "ActiveCampaign", audrey: "Audrey", calendly: "Calendly", canva: "Canva", carole: "Carole", chatgpt: "ChatGPT",
  convertkit: "ConvertKit", crm: "CRM", facebook: "Facebook", faq: "FAQ", google: "Google", ia: "IA", instagram: "Instagram",
  kajabi: "Kajabi", linkedin: "LinkedIn", mailchimp: "Mailchimp", n8n: "n8n", notion: "Notion", pinterest: "Pinterest",
  rgpd: "RGPD", seo: "SEO", stripe: "Stripe", tiktok: "TikTok", wordpress: "WordPress", youtube: "YouTube", zapier: "Zapier",
  creer: "créer", creation: "création", decouverte: "découverte", echange: "échange", delivrabilite: "délivrabilité", demarrer: "démarrer", demarrage: "démarrage", editorial: "éditorial",
  editoriale: "éditoriale", email: "e-mail", emails: "e-mails", etape: "étape", etapes: "étapes", eviter: "éviter", fideliser: "fidéliser",
  identite: "identité", legende: "légende", legendes: "légendes", methode: "méthode", premiere: "première", premieres: "premières",
  priorites: "priorités", reseaux: "réseaux", sequence: "séquence", strategie: "stratégie", telephone: "téléphone",
  telephones: "téléphones", video: "vidéo", videos: "vidéos",
};
const JOINED = /** @type {const} */ ([[/\bsysteme[ .]io\b/gi, "Systeme.io"], [/\bpas a pas\b/gi, "pas à pas"], [/\brendez vous\b/gi, "rendez-vous"], [/\bbien etre\b/gi, "bien-être"]]);
const MAX_TITLE = 80;

/** @param {string} filename */
export function sourceTitle(filename) {
  const name = filename.split(/[/\\]/).pop() ?? "";
  const spaced = name.replace(/\.[a-z0-9]{1,5}$/i, "").replace(/[-_\s]+/g, " ").trim();
  const words = spaced.split(" ").map((word) => WORDS[word.toLowerCase()] ?? word).join(" ");
  const title = JOINED.reduce((text, [pattern, spelling]) => text.replace(pattern, spelling), words);
  const short = title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1).trimEnd()}…` : title;
  return /^n8n\b/.test(short) ? short : short.charAt(0).toUpperCase() + short.slice(1);
}
