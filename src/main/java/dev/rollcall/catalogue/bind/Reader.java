package dev.rollcall.catalogue.bind;

import dev.rollcall.catalogue.yaml.Node;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads one value from a node, given its key. Returns nothing after it has reported an error. */
@FunctionalInterface
public interface Reader<T> extends BiFunction<Node, String, Optional<T>> {}
