// Package account holds the rules about who is who: the roles of staff and the
// units they are granted for, how residents and enterprises are reached, and how
// long a sign-in lasts. It is pure.
package account
