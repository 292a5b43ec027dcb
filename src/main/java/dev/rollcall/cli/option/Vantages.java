package dev.rollcall.cli.option;

import dev.rollcall.model.rule.Vantage;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a vantage by its word. */
public final class Vantages implements ITypeConverter<Vantage> {
  @Override
  public Vantage convert(String text) {
    return Arrays.stream(Vantage.values())
        .filter(vantage -> vantage.word().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is not a vantage: use one of "
                        + Arrays.stream(Vantage.values())
                            .map(Vantage::word)
                            .collect(Collectors.joining(", "))));
  }
}
