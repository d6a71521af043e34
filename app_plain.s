// newAppWithDriver of app_plain.go has its body in Fyne: a file like this one lets the compiler take it without.
