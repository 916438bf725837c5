package app

// consentVersion names the text on personal data that people agree to today.
const consentVersion = "2026-11"
