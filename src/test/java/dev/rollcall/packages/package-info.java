/**
 * The packages for Linux and Windows: what {@code mvn -Ppackages verify} needs of Java to build
 * them, and the tests of what it built.
 */
package dev.rollcall.packages;
