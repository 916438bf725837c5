package fault

// Fields collects the rules an input breaks, in the order of the form.
type Fields struct{ list []Field }

// Add notes that the field breaks a rule.
func (f *Fields) Add(name, key string, args ...any) {
	f.list = append(f.list, Field{Name: name, Key: key, Args: args})
}

// Check notes a broken rule when ok is false.
func (f *Fields) Check(ok bool, name, key string, args ...any) {
	if !ok {
		f.Add(name, key, args...)
	}
}

// Err gives an Invalid error with all fields, or nil when no rule is broken.
func (f *Fields) Err() error {
	if len(f.list) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "error.invalid", Fields: f.list}
}

// Join gives one Invalid error with the fields of all that are; any other error
// comes first.
func Join(errs ...error) error {
	var all Fields
	for _, err := range errs {
		if err != nil && Of(err).Kind != Invalid {
			return err
		}
		if err != nil {
			all.list = append(all.list, Of(err).Fields...)
		}
	}
	return all.Err()
}
