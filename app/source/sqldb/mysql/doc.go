// Package mysql reads and changes MySQL and MariaDB databases.
package mysql
