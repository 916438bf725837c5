package account

// Stage says how far the sign-in of a member of staff has come; only a complete
// one admits to the desk.
type Stage string

// The stages; docs/states.md draws them and the migration repeats them as a CHECK.
const (
	SecondFactor Stage = "second_factor" // the password was right; a code is asked for
	Enrol        Stage = "enrol"         // a second factor is needed, and there is none yet
	Complete     Stage = "complete"
)
