/** YAML as a tree whose every node knows its file and line, and the complaints about it. */
@NullMarked
package dev.rollcall.catalogue.yaml;

import org.jspecify.annotations.NullMarked;
