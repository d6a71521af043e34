// The functions of tree.go have their bodies in Fyne: a file like this one lets the compiler take them without.
