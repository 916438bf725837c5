package limit

import (
	"net/netip"
	"testing"
)

func TestOneHouseholdIsOneSubject(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"192.0.2.7":            "192.0.2.7",
		"::ffff:192.0.2.7":     "192.0.2.7",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:db8:1:2::1":      "2001:db8:1:2::/64",
		"fe80::1%eth0":         "fe80::/64",
	} {
		if got := Address(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s is counted as %s, want %s", text, got, want)
		}
	}
	addr := netip.MustParseAddr("192.0.2.7")
	if AddressAt(addr, "2026-0001") == AddressAt(addr, "2026-0002") {
		t.Error("two consultations share a limit")
	}
}

func TestForwardedForCountsOnlyFromTrustedProxies(t *testing.T) {
	t.Parallel()
	var trusted TrustedProxies
	if err := trusted.UnmarshalText([]byte("127.0.0.1, 10.0.0.0/8,2001:db8:ff::/48")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, peer, header, want string }{
		{"no header", "10.0.0.1", "", "10.0.0.1"},
		{"a stranger's header is ignored", "192.0.2.1", "198.51.100.9", "192.0.2.1"},
		{"a proxy's header counts", "10.0.0.1", "198.51.100.9", "198.51.100.9"},
		{"what the client made up is ignored", "10.0.0.1", "1.1.1.1, 198.51.100.9", "198.51.100.9"},
		{"a chain of proxies is walked", "127.0.0.1", "198.51.100.9, 10.1.2.3, 10.0.0.2", "198.51.100.9"},
		{"all trusted: the leftmost", "127.0.0.1", "10.1.2.3, 10.0.0.2", "10.1.2.3"},
		{"rubbish ends the walk", "127.0.0.1", "198.51.100.9, rubbish, 10.0.0.2", "10.0.0.2"},
		{"a port is dropped", "10.0.0.1", "198.51.100.9:4711", "198.51.100.9"},
		{"an IPv6 port is dropped", "10.0.0.1", "[2001:db8::9]:4711", "2001:db8::9"},
		{"a mapped peer is the same proxy", "::ffff:10.0.0.1", "::ffff:198.51.100.9", "198.51.100.9"},
		{"an IPv6 proxy", "2001:db8:ff::1", "2001:db8::9", "2001:db8::9"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := ClientAddr(netip.MustParseAddr(c.peer), c.header, trusted); got.String() != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestTrustedProxiesReadAndWriteTheirConfiguration(t *testing.T) {
	t.Parallel()
	var trusted TrustedProxies
	if err := trusted.UnmarshalText([]byte(" 127.0.0.1 ,10.1.2.3/8,")); err != nil {
		t.Fatal(err)
	}
	if text, _ := trusted.MarshalText(); string(text) != "127.0.0.1/32,10.0.0.0/8" {
		t.Errorf("written as %q", text)
	}
	if err := trusted.UnmarshalText([]byte("proxy.example")); err == nil {
		t.Error("a host name is taken for an address")
	}
	if err := trusted.UnmarshalText(nil); err != nil || len(trusted) != 0 {
		t.Errorf("empty text gives %v, %v", trusted, err)
	}
}

func FuzzClientAddr(f *testing.F) {
	f.Add("1.2.3.4, [::1]:80, x")
	trusted := []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}
	peer := netip.MustParseAddr("127.0.0.1")
	f.Fuzz(func(t *testing.T, header string) {
		if got := ClientAddr(peer, header, trusted); !got.IsValid() || got.Zone() != "" || got.Is4In6() {
			t.Errorf("%q gives %v", header, got)
		}
	})
}
