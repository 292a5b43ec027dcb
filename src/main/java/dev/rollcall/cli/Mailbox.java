package dev.rollcall.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a mail address: RFC 5321's Mailbox without quoted parts, in ASCII. */
final class Mailbox implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (!text.matches("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")) {
      throw new TypeConversionException(
          "'" + text + "' is no mail address; write it as name@domain");
    }
    return text;
  }
}
