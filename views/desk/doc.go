// Package desk holds the pages that officials work on (工作台): what waits for
// them, the consultation from Word file to released results, open days, staff.
//
// Every page value embeds [Page], which embeds layout.Page. Forms come back with
// what was typed and a list of faults; a refusal that belongs to no field stands
// at the top of the page it was met on ([Page.Problem]), and so does the word
// that something is done ([Page.Done]).
package desk
