package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
)

// client says from where a request comes, for the list of somebody's sessions.
func (e *Env) client(c *fiber.Ctx) app.Client {
	return app.Client{Browser: browserName(c.Get(fiber.HeaderUserAgent)), Address: e.clientAddr(c).String()}
}

// Names in the order in which they must be looked for: each browser also calls
// itself by the names of those it descends from.
var (
	browsers = [][2]string{{"MicroMessenger", "微信"}, {"Edg", "Edge"}, {"HuaweiBrowser", "华为浏览器"}, {"Firefox", "Firefox"},
		{"Chrome", "Chrome"}, {"Safari", "Safari"}}
	systems = [][2]string{{"HarmonyOS", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
		{"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}}
)

// browserName puts a User-Agent into the words by which people know their own
// browser; "" for one it does not know. The header itself is not kept.
func browserName(agent string) string {
	return strings.Trim(named(agent, browsers)+" · "+named(agent, systems), " ·")
}

func named(agent string, names [][2]string) string {
	for _, n := range names {
		if strings.Contains(agent, n[0]) {
			return n[1]
		}
	}
	return ""
}
