package limit

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// Address is an address as the subject of a limit: IPv4 whole, IPv6 by its /64,
// which is what one household or one machine gets.
func Address(addr netip.Addr) string {
	addr = plain(addr)
	if !addr.Is6() {
		return addr.String()
	}
	prefix, _ := addr.Prefix(64) // fits every IPv6 address
	return prefix.String()
}

// AddressAt is an address at one consultation or open day.
func AddressAt(addr netip.Addr, no string) string { return Address(addr) + " " + no }

// TrustedProxies are the proxies whose X-Forwarded-For counts.
type TrustedProxies []netip.Prefix

// UnmarshalText reads addresses and prefixes separated by commas, as in
// "127.0.0.1, 10.0.0.0/8".
func (t *TrustedProxies) UnmarshalText(text []byte) error {
	var parsed TrustedProxies
	for _, word := range strings.Split(string(text), ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		prefix, err := parsePrefix(word)
		if err != nil {
			return fmt.Errorf("trusted proxy %q is neither an address nor a prefix", word)
		}
		parsed = append(parsed, prefix)
	}
	*t = parsed
	return nil
}

func parsePrefix(word string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(word); err == nil {
		addr = plain(addr)
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(word)
	return prefix.Masked(), err
}

// MarshalText writes what UnmarshalText reads.
func (t TrustedProxies) MarshalText() ([]byte, error) {
	words := make([]string, len(t))
	for i, prefix := range t {
		words[i] = prefix.String()
	}
	return []byte(strings.Join(words, ",")), nil
}

// ClientAddr finds who really asks. Every proxy appends to X-Forwarded-For the
// address it was called from, so the list is believed from the right for as long
// as the speaker is a trusted proxy; the rest a client may have made up.
// forwardedFor joins all such headers with commas.
func ClientAddr(peer netip.Addr, forwardedFor string, trusted []netip.Prefix) netip.Addr {
	client := plain(peer)
	hops := strings.Split(forwardedFor, ",")
	for _, hop := range slices.Backward(hops) {
		if !contains(trusted, client) {
			return client
		}
		addr, ok := parseHop(strings.TrimSpace(hop))
		if !ok {
			return client
		}
		client = addr
	}
	return client
}

// parseHop reads an address; some proxies add the port.
func parseHop(hop string) (netip.Addr, bool) {
	if addr, err := netip.ParseAddr(hop); err == nil {
		return plain(addr), true
	}
	addrPort, err := netip.ParseAddrPort(hop)
	return plain(addrPort.Addr()), err == nil
}

func contains(prefixes []netip.Prefix, addr netip.Addr) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// plain drops what makes one address look like two.
func plain(addr netip.Addr) netip.Addr { return addr.Unmap().WithZone("") }
