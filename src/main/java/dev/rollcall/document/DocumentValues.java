package dev.rollcall.document;

import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.text.LiteralAddress;
import dev.rollcall.text.Times;
import java.io.Serial;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** The values that are one string or number in the document: durations, addresses, ports… */
public final class DocumentValues extends SimpleModule {
  @Serial private static final long serialVersionUID = 1;

  DocumentValues() {
    word(Instant.class, Instant::toString, Instant::parse);
    word(LocalDate.class, LocalDate::toString, LocalDate::parse);
    word(Port.class, Port::toString, Port::parse);
    word(Vantage.class, Vantage::word, Vantage::named);
    word(InetAddress.class, InetAddress::getHostAddress, LiteralAddress::parse);
    word(AddressPolicy.class, AddressPolicy::word, AddressPolicy::named);
    addSerializer(Duration.class, writer((value, json) -> json.writeNumber(Times.seconds(value))));
    addDeserializer(
        Duration.class,
        new ValueDeserializer<>() {
          @Override
          public Duration deserialize(JsonParser json, DeserializationContext context) {
            if (!json.currentToken().isNumeric()) {
              return context.reportInputMismatch(this, "seconds must be a number");
            }
            try {
              return Times.duration(json.getDecimalValue());
            } catch (ArithmeticException e) {
              return context.reportInputMismatch(
                  this, "not seconds with at most nine decimals: %s", json.getString());
            }
          }
        });
  }

  private <T> void word(Class<T> type, Function<T, String> write, Function<String, T> read) {
    addSerializer(type, writer((value, json) -> json.writeString(write.apply(value))));
    addDeserializer(
        type,
        new ValueDeserializer<>() {
          @Override
          public T deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
              return context.reportInputMismatch(this, "a string is expected here");
            }
            try {
              return read.apply(json.getString());
            } catch (RuntimeException e) {
              return context.reportInputMismatch(this, "%s", String.valueOf(e.getMessage()));
            }
          }
        });
  }

  private interface Write<T> {
    void to(T value, JsonGenerator json);
  }

  private static <T> ValueSerializer<T> writer(Write<T> write) {
    return new ValueSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator json, SerializationContext context) {
        write.to(value, json);
      }
    };
  }
}
