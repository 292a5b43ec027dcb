package dev.rollcall.cli.option;

import dev.rollcall.catalogue.bind.Hosts;
import java.net.InetAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a literal address; no name is looked up. */
public final class Addresses implements ITypeConverter<InetAddress> {
  @Override
  public InetAddress convert(String text) {
    return Hosts.address(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is not an address: write it as 10.1.2.3 or 2001:db8::3"));
  }
}
