// Package receiptview shows the look-up by receipt number and secret, and what
// became of a comment.
package receiptview
