// Package privacyview shows the privacy notice, version by version.
package privacyview
