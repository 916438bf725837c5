// Package email has the words of every message, as mail (plain text and HTML), as
// a text message, and as it stands in the inbox.
package email
