package dev.rollcall.document;

import java.math.BigDecimal;

/** Takes the fields of one flat record, in order, whatever the form that they are written in. */
public interface JsonFields {
  /** Adds a text; an empty one is left out. */
  JsonFields add(String name, String value);

  JsonFields add(String name, BigDecimal value);

  JsonFields add(String name, long value);

  JsonFields add(String name, boolean value);
}
