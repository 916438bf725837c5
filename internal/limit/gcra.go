package limit

import "time"

// gcra is the generic cell rate algorithm (ITU-T I.371): tat is the theoretical
// arrival time, up to which the events so far use up the rate; zero for a key
// not seen yet; an event weighs units. A refused event changes nothing, so newTAT is then tat.
func gcra(tat, now time.Time, r Rate, units int) (newTAT time.Time, allowed bool, retryAfter time.Duration) {
	newTAT = tat
	if newTAT.Before(now) {
		newTAT = now
	}
	newTAT = newTAT.Add(r.interval() * time.Duration(units))
	allowAt := newTAT.Add(-r.interval() * time.Duration(r.Burst))
	if now.Before(allowAt) {
		return tat, false, allowAt.Sub(now)
	}
	return newTAT, true, 0
}
