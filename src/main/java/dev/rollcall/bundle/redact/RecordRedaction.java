package dev.rollcall.bundle.redact;

import dev.rollcall.model.attempt.Observation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a copy of a record in which every text and address was replaced, or looks at them. */
final class RecordRedaction {
  /** What to do with the texts and addresses. */
  interface Texts {
    String text(String text, Treatment treatment);

    InetAddress address(InetAddress address);
  }

  private final Texts texts;
  private final Treatments treatments;

  RecordRedaction(Texts texts, Treatments treatments) {
    this.texts = texts;
    this.treatments = treatments;
  }

  /** The copy, of the same type. */
  <R extends Record> R copy(R value) {
    Object copy = record(value);
    @SuppressWarnings("unchecked") // made by the constructor of the same class
    R same = (R) copy;
    return same;
  }

  private Object any(Object value, Treatment treatment) {
    if (value instanceof String text) {
      return text.isEmpty() ? text : texts.text(text, treatment);
    }
    if (value instanceof Record record) {
      return record(record);
    }
    if (value instanceof InetAddress address) {
      return texts.address(address);
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(inner -> any(inner, treatment));
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(each -> copy.add(any(each, treatment)));
      return copy;
    }
    if (value instanceof Set<?> set) {
      Set<Object> copy = new LinkedHashSet<>();
      set.forEach(each -> copy.add(any(each, treatment)));
      return copy;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(any(key, treatment), any(each, treatment)));
      return copy;
    }
    // Numbers, times and constants.
    return value;
  }

  private Object record(Record value) {
    RecordComponent[] components = value.getClass().getRecordComponents();
    Object[] copies = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        RecordComponent component = components[i];
        types[i] = component.getType();
        Treatment treatment = treatments.of(value, component.getName());
        Object old = component.getAccessor().invoke(value);
        // Some records of older documents lack values.
        copies[i] = old == null ? null : any(old, treatment);
        if (value instanceof Observation.Certificate && copies[i] instanceof Instant time) {
          // To the second, a public certificate could be found by it.
          copies[i] = time.truncatedTo(ChronoUnit.DAYS);
        }
      }
      Constructor<?> constructor = value.getClass().getDeclaredConstructor(types);
      return constructor.newInstance(copies);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(value.getClass() + " cannot be copied", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(value.getClass() + " cannot be copied", e);
    }
  }
}
