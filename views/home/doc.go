// Package homeview shows the front page: what is being asked, what was answered,
// and what can be visited.
package homeview
