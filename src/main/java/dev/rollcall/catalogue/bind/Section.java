package dev.rollcall.catalogue.bind;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** A section of a file: a record class whose components are its keys. */
public final class Section {
  /** Every class is looked at once. */
  private static final ClassValue<Section> SECTIONS =
      new ClassValue<>() {
        @Override
        protected Section computeValue(Class<?> type) {
          return new Section(type);
        }
      };

  private final Constructor<?> constructor;
  private final List<SectionKey> keys;

  private Section(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " is not a record", e);
    }
    constructor.setAccessible(true);
    keys = Arrays.stream(components).map(SectionKey::of).toList();
  }

  public static Section of(Class<? extends Record> type) {
    return SECTIONS.get(type);
  }

  /** In the order of the record's components. */
  public List<SectionKey> keys() {
    return keys;
  }

  /**
   * Makes the record.
   *
   * @throws IllegalArgumentException if its constructor refuses them
   */
  Object make(Object... arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(constructor + " failed", e);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new IllegalStateException(constructor + " cannot be used", e);
    }
  }
}
