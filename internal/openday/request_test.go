package openday_test

import (
	"strings"
	"testing"

	"nayan/internal/fault"
	"nayan/internal/openday"
)

func TestARequestIsCheckedFieldByField(t *testing.T) {
	t.Parallel()
	good := openday.Request{PartySize: 4, Name: "  欧阳　小芳 ", Phone: "199 0000 1234"}
	if err := good.Normalised().Validate(); err != nil {
		t.Errorf("a good request: %v", err)
	}
	if got := good.Normalised().Name; got != "欧阳 小芳" {
		t.Errorf("the name became %q", got)
	}
	for _, c := range []struct {
		name   string
		change func(*openday.Request)
		field  string
	}{
		{"a party of nobody", func(r *openday.Request) { r.PartySize = 0 }, "party_size"},
		{"a party of five", func(r *openday.Request) { r.PartySize = 5 }, "party_size"},
		{"a negative party", func(r *openday.Request) { r.PartySize = -1 }, "party_size"},
		{"no name", func(r *openday.Request) { r.Name = " 　" }, "name"},
		{"a name of 51 characters", func(r *openday.Request) { r.Name = strings.Repeat("名", 51) }, "name"},
		{"a name that is no text", func(r *openday.Request) { r.Name = "朱\x00" }, "name"},
		{"a name in broken UTF-8", func(r *openday.Request) { r.Name = "\xff" }, "name"},
		{"no phone", func(r *openday.Request) { r.Phone = "" }, "phone"},
		{"half a phone", func(r *openday.Request) { r.Phone = "1990000" }, "phone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := good
			c.change(&r)
			wantField(t, r.Normalised().Validate(), c.field)
		})
	}
	all := fault.Of(openday.Request{}.Validate()).Fields
	if len(all) != 3 || all[0].Name != "party_size" || all[1].Name != "name" || all[2].Name != "phone" {
		t.Errorf("an empty request breaks %v", all)
	}
}

func TestANameOfFiftyCharactersIsTaken(t *testing.T) {
	t.Parallel()
	r := openday.Request{PartySize: 1, Name: strings.Repeat("名", 50), Phone: "19900001234"}
	if err := r.Validate(); err != nil {
		t.Error(err)
	}
}

func wantField(t *testing.T, err error, field string) {
	t.Helper()
	f := fault.Of(err)
	if !fault.Is(err, fault.Invalid) || len(f.Fields) != 1 || f.Fields[0].Name != field {
		t.Errorf("got %v, want the one field %q", err, field)
	}
}
