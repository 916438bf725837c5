//go:build unix

package local

import (
	"context"
	"os/exec"
	"slices"
	"strings"
)

// utf8Locale names a locale of this machine that knows Chinese letters. The C
// locale does not: lower(), regular expressions and full-text search would see
// bytes. C.UTF-8 is everywhere on Linux; some macOS releases lack it.
func utf8Locale(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "locale", "-a").Output()
	if err != nil {
		return "C.UTF-8"
	}
	have := strings.Fields(string(out))
	for _, name := range []string{"C.UTF-8", "C.utf8", "zh_CN.UTF-8", "en_US.UTF-8", "en_US.utf8"} {
		if slices.Contains(have, name) {
			return name
		}
	}
	return "C.UTF-8"
}
