// Package mongo is a MongoDB database as a source: its collections are read as tables, by the official driver.
package mongo
