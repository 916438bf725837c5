// Package sheet reads and writes tables as people fill them in with a spreadsheet
// program (.xlsx, ECMA-376). It knows columns by their headings, whatever their
// order, and names whatever is wrong by its cell.
//
// Nothing in a file is executed: formulas count with the value that the spreadsheet
// program has left beside them, macros are not looked at. Nothing of it is written
// to the disk either.
package sheet
