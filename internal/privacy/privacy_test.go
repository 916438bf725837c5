package privacy_test

import (
	"bytes"
	"testing"

	"nayan/internal/privacy"
)

func keys(t *testing.T, fill byte) *privacy.Keys {
	t.Helper()
	k, err := privacy.NewKeys(bytes.Repeat([]byte{fill}, privacy.MasterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestNamesAreMaskedAfterTheSurname(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"朱国强": "朱**", "王芳": "王*", "欧阳修文": "欧阳**", "欧阳": "欧*", "诸葛亮": "诸葛*", " 李 小明 ": "李**",
		"朱": "朱*", "": "", "　张　三　": "张*", "买买提·艾力": "买**·**", "Li Lei": "L****", "歐陽娜娜": "歐陽**",
	} {
		if got := privacy.MaskName(name); got != want {
			t.Errorf("MaskName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestASealedValueOpensOnlyAsItsOwnField(t *testing.T) {
	t.Parallel()
	k := keys(t, 1)
	sealed := k.Seal("phone", "19900001234")
	if bytes.Contains(sealed, []byte("1990000")) {
		t.Error("the sealed value shows the phone")
	}
	if got, err := k.Open("phone", sealed); err != nil || got != "19900001234" {
		t.Errorf("Open = %q, %v", got, err)
	}
	if _, err := k.Open("name", sealed); err == nil {
		t.Error("a phone opened as a name")
	}
	if _, err := keys(t, 2).Open("phone", sealed); err == nil {
		t.Error("another key opened the value")
	}
	if _, err := k.Open("phone", sealed[:5]); err == nil {
		t.Error("a cut value opened")
	}
	if k.Seal("phone", "") != nil {
		t.Error("an empty value was sealed")
	}
	if bytes.Equal(sealed, k.Seal("phone", "19900001234")) {
		t.Error("sealing twice gives the same bytes")
	}
}

func TestABlindIndexIsStableAndSeparatesFields(t *testing.T) {
	t.Parallel()
	k := keys(t, 1)
	if !bytes.Equal(k.Index("phone", "1"), k.Index("phone", "1")) {
		t.Error("the index is not stable")
	}
	if bytes.Equal(k.Index("phone", "1"), k.Index("email", "1")) {
		t.Error("the index does not separate fields")
	}
	if bytes.Equal(k.MAC("a", "b", "c"), k.MAC("a", "bc")) {
		t.Error("the MAC does not separate its parts")
	}
}

func TestAShortMasterKeyIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := privacy.NewKeys([]byte("short")); err == nil {
		t.Error("a short key was taken")
	}
}

func TestAContactIsMasked(t *testing.T) {
	t.Parallel()
	for contact, want := range map[string]string{
		"zhu.guoqiang@example.org": "z***@example.org", "朱@example.org": "朱***@example.org", "19900001234": "199****1234",
		"+8619900001234": "+86199****1234", "8880000": "****", "": "****", "@": "****",
	} {
		if got := privacy.MaskContact(contact); got != want {
			t.Errorf("%q is shown as %q, want %q", contact, got, want)
		}
	}
}
