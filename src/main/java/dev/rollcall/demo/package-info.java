/**
 * The site that {@code demo} checks: a stand-in on loopback for every destination, with planted
 * faults.
 */
@NullMarked
package dev.rollcall.demo;

import org.jspecify.annotations.NullMarked;
