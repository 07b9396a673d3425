package io.neuralentropy.events.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** Equality of events into the depth of their arrays, and to the bit, so that NaN and absent differ. */
final class Same {
    private Same() {}

    static void assertSame(Object expected, Object actual, String where) {
        if (expected == null) {
            assertEquals(null, actual, where);
        } else if (expected instanceof Record) {
            assertSameRecord(expected, actual, where);
        } else if (expected instanceof Double number) {
            assertEquals(Double.doubleToRawLongBits(number), Double.doubleToRawLongBits((Double) actual), where);
        } else if (expected instanceof double[] numbers) {
            assertNotNull(actual, where);
            assertArrayEquals(bits(numbers), bits((double[]) actual), where);
        } else if (expected instanceof long[] numbers) {
            assertArrayEquals(numbers, (long[]) actual, where);
        } else if (expected instanceof Object[] objects) {
            assertNotNull(actual, where);
            assertEquals(objects.length, ((Object[]) actual).length, where);
            for (int i = 0; i < objects.length; i++) {
                assertSame(objects[i], ((Object[]) actual)[i], where + "[" + i + "]");
            }
        } else if (expected instanceof Map<?, ?> map) {
            assertEquals(map.keySet(), ((Map<?, ?>) actual).keySet(), where);
            map.forEach((key, value) -> assertSame(value, ((Map<?, ?>) actual).get(key), where + "." + key));
        } else {
            assertEquals(expected, actual, where);
        }
    }

    private static long[] bits(double[] numbers) {
        return Arrays.stream(numbers).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    private static void assertSameRecord(Object expected, Object actual, String where) {
        assertNotNull(actual, where);
        assertEquals(expected.getClass(), actual.getClass(), where);
        for (RecordComponent component : expected.getClass().getRecordComponents()) {
            try {
                assertSame(
                        component.getAccessor().invoke(expected),
                        component.getAccessor().invoke(actual),
                        where + "." + component.getName());
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(where, e);
            }
        }
    }
}
