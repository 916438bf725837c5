package sample

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
)

//go:embed data
var files embed.FS

// Asset is the content of an embedded file; the JSON holds its path below data/.
type Asset []byte

// UnmarshalText reads the file a path names.
func (a *Asset) UnmarshalText(path []byte) (err error) {
	*a, err = files.ReadFile("data/" + string(path))
	return err
}

// String gives the content as text.
func (a Asset) String() string { return string(a) }

// Load reads the sample county and checks that it is whole: every reference
// resolves, people and periods obey the rules, decisions have reasons. An error
// is a mistake in the files.
func Load() (County, error) {
	var c County
	err := errors.Join(
		read("units", &c.Units),
		read("staff", &c.Staff),
		read("consultations", &c.Consultations),
		read("comments", &c.Comments),
		read("intakes", &c.Intakes),
		read("opendays", &c.OpenDays),
		read("bookings", &c.Bookings),
		read("residents", &c.Residents),
		read("people", &c.People),
		read("enterprises", &c.Enterprises),
		read("followers", &c.Followers),
		read("surveys", &c.Surveys),
		read("townships", &c.Townships),
	)
	if err != nil {
		return County{}, err
	}
	if err := c.check(); err != nil {
		return County{}, err
	}
	return c, nil
}

// read decodes data/name.json; a member no field takes is an error, so that a
// misspelt one cannot vanish.
func read(name string, into any) error {
	raw, err := files.ReadFile("data/" + name + ".json")
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("%s.json: %w", name, err)
	}
	return nil
}
