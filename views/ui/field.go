package ui

import "github.com/a-h/templ"

// Field is one field of a form as it is shown: what was typed comes back in Value.
type Field struct {
	ID           string // and the end of the address the error summary links to
	Name         string
	Label        string
	Hint         string
	Value        string
	Error        string // translated; empty when the field is all right
	Type         string // of the input: text when empty
	Autocomplete string
	InputMode    string
	MaxLength    int // in characters; 0 sets none
	Rows         int // of a text area; 6 when 0
	Required     bool
	Later        bool // may wait, but not for good, as the hint says: not marked 选填
}

// Option is one choice of a select or a group of choices.
type Option struct {
	Value   string
	Label   string
	Hint    string
	Current bool
}

func (f Field) inputType() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) rows() int {
	if f.Rows == 0 {
		return 6
	}
	return f.Rows
}

func (f Field) class() string {
	if f.Error != "" {
		return "field invalid"
	}
	return "field"
}

// describedBy names the elements that explain the field to a screen reader.
func (f Field) describedBy() string {
	switch {
	case f.Hint != "" && f.Error != "":
		return f.ID + "-hint " + f.ID + "-error"
	case f.Hint != "":
		return f.ID + "-hint"
	case f.Error != "":
		return f.ID + "-error"
	}
	return ""
}

// attributes are those that every control of the field carries.
func (f Field) attributes() templ.Attributes {
	out := templ.Attributes{"id": f.ID, "name": f.Name}
	if by := f.describedBy(); by != "" {
		out["aria-describedby"] = by
	}
	if f.Required {
		out["required"] = true
	}
	if f.Error != "" {
		out["aria-invalid"] = "true"
	}
	if f.Autocomplete != "" {
		out["autocomplete"] = f.Autocomplete
	}
	if f.InputMode != "" {
		out["inputmode"] = f.InputMode
	}
	if f.MaxLength > 0 {
		out["maxlength"] = f.MaxLength
	}
	return out
}
