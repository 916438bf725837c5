package notify

import "crypto/x509"

// Trust makes a mail gateway accept a test's own certificate.
func (m *Mail) Trust(c *x509.Certificate) {
	m.tls.RootCAs = x509.NewCertPool()
	m.tls.RootCAs.AddCert(c)
}
