package openday_test

import (
	"strings"
	"testing"

	"nayan/internal/fault"
	"nayan/internal/openday"
)

func TestAPhoneIsOneNumberHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"19900001234": "19900001234", "199 0000 1234": "19900001234", "199-0000-1234": "19900001234",
		"+86 199 0000 1234": "19900001234", "008619900001234": "19900001234", "8619900001234": "19900001234",
		"１９９００００１２３４": "19900001234", "　199　0000　1234　": "19900001234",
		"\u202a199 0000 1234\u202c": "19900001234", // as address books copy it

		"0571-87654321": "057187654321", "（0571）8765 4321": "057187654321", "+86 571 8765 4321": "057187654321",
		"010-65001234": "01065001234", "0578-2345678": "05782345678",
	} {
		got := openday.NormalPhone(typed)
		if got != want || !openday.ValidPhone(got) {
			t.Errorf("NormalPhone(%q) = %q (valid %v), want %q", typed, got, openday.ValidPhone(got), want)
		}
	}
}

func TestWhatIsNoPhoneIsRefused(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "1", "12900001234", "1990000123", "199000012345", "87654321", "0571-1234567", "110",
		"call me", "19900001234x", "+1 212 555 0100", "0000000000", "٠١٢٣٤٥٦٧٨٩٠"} {
		if got := openday.NormalPhone(typed); openday.ValidPhone(got) {
			t.Errorf("%q was taken as %q", typed, got)
		}
	}
}

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
