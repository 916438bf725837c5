package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

const sqlSeats = `SELECT s.capacity, s.taken, (SELECT coalesce(sum(b.party_size), 0) FROM bookings b
  WHERE b.open_day_id = s.open_day_id AND b.session_id = s.id AND b.state = 'confirmed') AS booked
FROM sessions s WHERE s.id = $1`

// The hash of each confirmed booking's ticket; a booking without one is missed.
const sqlTicketHashes = `SELECT encode(t.code_hash, 'hex') FROM tickets t
JOIN bookings b ON b.open_day_id = t.open_day_id AND b.id = t.booking_id AND b.state = 'confirmed' WHERE b.session_id = $1`

// checkBookings says when the session is oversold, an acknowledged booking is
// not there once, or an attempt got neither a place nor a clean refusal.
func checkBookings(ctx context.Context, s *stand, session int64, samples []sample) error {
	var seats struct{ Capacity, Taken, Booked int }
	db := s.app.Repo.DB()
	if err := db.GetContext(ctx, &seats, sqlSeats, session); err != nil {
		return err
	}
	var hashes []string
	if err := db.SelectContext(ctx, &hashes, sqlTicketHashes, session); err != nil {
		return err
	}
	acknowledged, visitors := hashed(with(samples, 201))
	refused := len(with(samples, 409)) + len(with(samples, 429))
	switch {
	case seats.Booked > seats.Capacity || seats.Taken != seats.Booked:
		return fmt.Errorf("oversold: %d booked, counter %d, capacity %d", seats.Booked, seats.Taken, seats.Capacity)
	case visitors != seats.Booked || len(acknowledged) != len(hashes):
		return fmt.Errorf("%d bookings of %d visitors were acknowledged, %d of %d are stored",
			len(acknowledged), visitors, len(hashes), seats.Booked)
	case len(acknowledged)+refused != len(samples):
		return fmt.Errorf("an attempt got neither 201, 409 nor 429: %s", statuses(samples))
	}
	if err := eachOnce(acknowledged, hashes); err != nil {
		return err
	}
	fmt.Printf("checked: %d of %d places booked by %d parties, each with its ticket\n", seats.Booked, seats.Capacity, len(hashes))
	return nil
}

// hashed gives the samples with the hash that is stored instead of the code, and
// how many visitors they bring.
func hashed(samples []sample) (list []sample, visitors int) {
	for _, s := range samples {
		sum := sha256.Sum256([]byte(strings.ReplaceAll(s.id, "-", "")))
		s.id = hex.EncodeToString(sum[:])
		list = append(list, s)
		visitors += s.size
	}
	return list, visitors
}
