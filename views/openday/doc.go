// Package opendayview shows government open days: the list, one open day with
// its sessions and the booking form, and the ticket.
package opendayview
